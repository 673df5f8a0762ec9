"""@ohos.app.ability: the classes that abilities extend, and the numbers that they are given."""
