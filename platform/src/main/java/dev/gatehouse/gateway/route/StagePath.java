package dev.gatehouse.gateway.route;

/**
 * A path whose first segment may name a stage.
 *
 * @param stage the first segment
 * @param rest what follows it, with its slash; empty when nothing does
 */
public record StagePath(String stage, String rest) {

    /** Takes a path apart; slashes in front count once. */
    public static StagePath of(String path) {
        int start = 0;
        while (start < path.length() && path.charAt(start) == '/') {
            start++;
        }
        int slash = path.indexOf('/', start);
        return slash < 0
                ? new StagePath(path.substring(start), "")
                : new StagePath(path.substring(start, slash), path.substring(slash));
    }
}
