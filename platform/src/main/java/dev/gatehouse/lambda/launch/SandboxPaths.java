package dev.gatehouse.lambda.launch;

import dev.gatehouse.lambda.sandbox.Sandbox;

/**
 * Translates paths of AWS's file system to what a sandbox's programs find them at.
 *
 * @param sandbox whose view it is
 */
public record SandboxPaths(Sandbox sandbox) {

    /** Translates a path, or each path of a list with colons. Other text stays as it is. */
    public String located(String value) {
        if (!value.startsWith("/")) {
            return value;
        }
        String[] parts = value.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parts[i].startsWith("/") ? sandbox.locate(parts[i]) : parts[i];
        }
        return String.join(":", parts);
    }
}
