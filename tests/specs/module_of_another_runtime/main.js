const axios = await import('axios');
