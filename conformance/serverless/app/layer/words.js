exports.word = "layered";
