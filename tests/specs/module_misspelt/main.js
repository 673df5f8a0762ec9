import http from '@ohos.net.htttp';
