import * as http from '@ohos.net.http';
http.createHttp();
