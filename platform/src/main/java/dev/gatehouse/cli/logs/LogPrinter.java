package dev.gatehouse.cli.logs;

import java.io.Console;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prints lines with the name of their source, each source in a colour of its own where a person
 * reads them on a terminal and <a href="https://no-color.org">NO_COLOR</a> is not set.
 */
public final class LogPrinter {
    private static final String[] COLOURS = {"36", "33", "35", "32", "34", "96", "93", "95"};
    private static final String ERROR = "31";

    private final PrintWriter out;
    private final boolean coloured;
    private final Map<String, String> colours = new LinkedHashMap<>();

    LogPrinter(PrintWriter out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    /** For this process's terminal, if it has one. */
    public static LogPrinter of(PrintWriter out, Map<String, String> environment) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        return new LogPrinter(out, terminal && environment.getOrDefault("NO_COLOR", "").isEmpty());
    }

    /**
     * @param width of the longest name of a source; 0 where lines have no name
     */
    void print(LogLine line, int width) {
        String message = line.message();
        String text = coloured && isError(message) ? paint(ERROR, message) : message;
        if (width == 0) {
            out.println(text);
            return;
        }
        String name = ("%-" + width + "s").formatted(line.source());
        out.println((coloured ? paint(colourOf(line.source()), name) : name) + " | " + text);
    }

    void flush() {
        out.flush();
    }

    private static boolean isError(String message) {
        return message.startsWith("[ERROR]") || message.contains("\tERROR\t");
    }

    private String colourOf(String source) {
        return colours.computeIfAbsent(source, _ -> COLOURS[colours.size() % COLOURS.length]);
    }

    private static String paint(String colour, String text) {
        return "\u001B[" + colour + 'm' + text + "\u001B[0m";
    }
}
