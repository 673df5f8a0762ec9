import axios from './src/main/ets/components/axios';

export { AxiosError, CanceledError } from './src/main/ets/components/core/errors';
export { FormData } from './src/main/ets/components/FormData';
export default axios;
