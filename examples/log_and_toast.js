// Log lines, toasts and page moves go to stderr, console to stdout.
import hilog from '@ohos.hilog';
import router from '@ohos.router';
import promptAction from '@ohos.promptAction';

hilog.info(0x0001, 'example', '%{public}s is %{private}d', 'answer', 42);
promptAction.showToast({ message: 'Saved' });
await router.pushUrl({ url: 'pages/Detail', params: { id: 3 } });
console.log('pages:', router.getLength(), 'id:', router.getParams().id); // pages: 2 id: 3
