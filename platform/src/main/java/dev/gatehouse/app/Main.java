package dev.gatehouse.app;

import dev.gatehouse.cli.Gatehouse;

/** Where the process begins. */
public final class Main {
    private Main() {}

    /** Runs the command line and ends with its exit code. */
    public static void main(String[] arguments) {
        System.exit(Gatehouse.run(new LocalNodes(), arguments));
    }
}
