export interface AxiosResponse<T = any> { data: T; status: number; headers: Record<string, string>; }
export interface AxiosProgressEvent { loaded: number; total: number; }
declare const axios: any;
export default axios;
