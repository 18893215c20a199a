package dev.gatehouse.lambda.runtimes;

import java.nio.file.Path;

/**
 * A program on this machine that runs a language.
 *
 * @param home the folder it needs whole: what holds {@code bin} and {@code lib}
 * @param executable the program
 * @param version its version, as exactly as it is known
 */
record Interpreter(Path home, Path executable, String version) {

    /** A program in the {@code bin} folder of its home. */
    static Interpreter at(Path executable, String version) {
        return new Interpreter(executable.resolveSibling("..").normalize(), executable, version);
    }

    /** Whether this is version {@code wanted} or a patch of it. */
    boolean is(String wanted) {
        return version.equals(wanted) || version.startsWith(wanted + '.');
    }

    /** Whether every sandbox has it already, being a part of the system. */
    boolean isOfTheSystem() {
        return executable.startsWith("/usr") || executable.startsWith("/bin");
    }
}
