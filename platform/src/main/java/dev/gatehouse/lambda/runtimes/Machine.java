package dev.gatehouse.lambda.runtimes;

/** What this machine is. */
final class Machine {
    private Machine() {}

    /** {@code x86_64} or {@code aarch64}, as wheels and kernels say it. */
    static String architecture() {
        String name = System.getProperty("os.arch", "");
        return name.equals("amd64") ? "x86_64" : name;
    }
}
