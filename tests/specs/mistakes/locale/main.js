console.log(typeof new Date(0).toLocaleString('de-DE'));
