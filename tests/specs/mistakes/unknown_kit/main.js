import { http } from '@kit.NetworkKitt';
