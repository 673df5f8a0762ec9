import http from '@ohos/net.http';
