package dev.gatehouse.cli.debug;

import dev.gatehouse.cli.node.CommandException;
import java.util.List;

/**
 * What a language's functions are debugged by.
 *
 * @param language how ids of its runtimes begin
 * @param port where debuggers look for it by themselves
 * @param client what attaches there
 */
record Debugger(String language, int port, String client) {
    private static final List<Debugger> ALL =
            List.of(
                    new Debugger("nodejs", 9229, "chrome://inspect, or an editor's 'attach'"),
                    new Debugger("python", 5678, "an editor's 'attach' by debugpy"),
                    new Debugger("java", 5005, "an editor's remote JVM, or jdb -attach 5005"));

    static Debugger of(String runtime) {
        return ALL.stream()
                .filter(debugger -> runtime.startsWith(debugger.language()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new CommandException(
                                        "there is no debugger for "
                                                + runtime
                                                + "; there is one for Python, Node.js and Java"));
    }

    String how() {
        return "127.0.0.1:" + port + " (" + client + ")";
    }
}
