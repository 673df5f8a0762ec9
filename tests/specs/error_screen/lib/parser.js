export const parse = (text) => {
	const value = JSON.parse(text);
	return value;
};
