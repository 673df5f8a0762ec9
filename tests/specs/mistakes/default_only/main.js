import { createHttp } from '@ohos.net.http';
