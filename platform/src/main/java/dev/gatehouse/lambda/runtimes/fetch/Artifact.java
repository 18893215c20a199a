package dev.gatehouse.lambda.runtimes.fetch;

/**
 * One pinned file of a registry.
 *
 * @param bundle what it is a part of, such as {@code python3.12-x86_64}
 * @param source the registry that has it
 * @param path where the registry has it, in the registry's own terms
 * @param integrity algorithm and digest as npm writes them: {@code sha256-<base64>}
 * @param into where in the bundle its content goes
 */
record Artifact(String bundle, Source source, String path, String integrity, String into) {

    /** The registries that artifacts come from. */
    enum Source {
        /** A wheel: {@code <project>/<file name>}. */
        PYPI,
        /** A package: {@code <name>/<version>}. */
        NPM,
        /** A jar: its path in the repository. */
        MAVEN,
        /** A gem: its file name. */
        RUBYGEMS
    }

    /** The file's name, for jars kept as they are. */
    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
