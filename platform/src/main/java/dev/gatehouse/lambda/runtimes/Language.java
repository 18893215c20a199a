package dev.gatehouse.lambda.runtimes;

/** What Lambda's runtimes are made of. */
enum Language {
    PYTHON("python"),
    NODEJS("nodejs"),
    JAVA("java"),
    RUBY("ruby"),
    DOTNET("dotnet"),
    /** The retired Go runtime: its package is a program that speaks the Runtime API itself. */
    GO("go"),
    /** The package or a layer brings a program named {@code bootstrap}. */
    PROVIDED("provided"),
    /** A container image, which brings everything. */
    IMAGE("image");

    private final String prefix;

    Language(String prefix) {
        this.prefix = prefix;
    }

    /** What the ids of its runtimes start with. */
    String prefix() {
        return prefix;
    }
}
