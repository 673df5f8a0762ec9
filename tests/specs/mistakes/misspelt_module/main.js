import http from '@ohos.net.htp';
