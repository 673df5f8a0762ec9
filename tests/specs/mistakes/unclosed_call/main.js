console.log('a'
