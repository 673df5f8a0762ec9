import http from '@ohos.net.http';
http.createhttp();
