import http from '@ohos.net.http';
import socket from '@ohos.net.socket';
