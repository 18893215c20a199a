package dev.gatehouse.lambda.sandbox;

/** How strongly a sandbox holds what runs in it, strongest first. */
public enum SandboxLevel {
    /**
     * Linux as root: a host uid and seven namespaces per sandbox, seccomp, cgroups, own network.
     */
    NAMESPACES_ROOT("namespaces (root)"),
    /** Linux without privileges: the same inside a user namespace, as far as that reaches. */
    NAMESPACES_USER("namespaces (user)"),
    /** A plain process, restricted as far as the machine allows: for trusted code only. */
    PROCESS("process, trusted code only");

    private final String title;

    SandboxLevel(String title) {
        this.title = title;
    }

    /** What {@code status} prints. */
    public String title() {
        return title;
    }
}
