const a = 'abc
