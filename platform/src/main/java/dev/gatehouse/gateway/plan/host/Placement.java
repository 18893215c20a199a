package dev.gatehouse.gateway.plan.host;

import dev.gatehouse.gateway.route.StagePath;
import org.jspecify.annotations.Nullable;

/**
 * Where a request is below the API that it is for.
 *
 * @param base the part of its path that led to the API: a custom domain's base path, with the slash
 *     in front; empty otherwise
 * @param stage the stage that this leads to; null when the path goes on with a stage's name
 * @param rest what follows in the path, with its slash; empty when nothing does
 */
public record Placement(String base, @Nullable String stage, String rest) {

    /** Of an API that has the host for itself. */
    public static Placement whole(String path) {
        return new Placement("", null, path);
    }

    /** The path as events tell it. */
    public String path() {
        return base.isEmpty() && rest.isEmpty() ? "/" : base + rest;
    }

    /** The stage, and the path below it. */
    public StagePath staged() {
        return stage == null ? StagePath.of(rest) : new StagePath(stage, rest);
    }
}
