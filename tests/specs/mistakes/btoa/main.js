console.log(btoa('a'));
