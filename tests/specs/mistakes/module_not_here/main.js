import image from '@ohos.multimedia.image';
image.createImageSource('x');
