package dev.gatehouse.lambda.launch;

import dev.gatehouse.lambda.sandbox.Sandbox;

/**
 * Translates paths of AWS's file system to what a sandbox's programs find them at.
 *
 * @param sandbox whose view it is
 */
public record SandboxPaths(Sandbox sandbox) {

    /**
     * Translates a path, each path of a list with colons, or those that an option ends in ({@code
     * --at=/tmp}). Other text stays as it is.
     */
    public String located(String value) {
        int from = value.startsWith("-") ? value.indexOf("=/") + 1 : 0;
        if (!value.startsWith("/", from)) {
            return value;
        }
        String[] parts = value.substring(from).split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parts[i].startsWith("/") ? sandbox.locate(parts[i]) : parts[i];
        }
        return value.substring(0, from) + String.join(":", parts);
    }
}
