import { describe, it } from '@ohos/hypium';
describe('a', () => it('b', 0, () => {}));
