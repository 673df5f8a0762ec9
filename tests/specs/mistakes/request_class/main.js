import http from '@ohos.net.http';
new http.HttpRequest();
