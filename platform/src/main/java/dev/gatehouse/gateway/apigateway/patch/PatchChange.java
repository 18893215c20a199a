package dev.gatehouse.gateway.apigateway.patch;

import dev.gatehouse.kernel.ServiceException;
import org.jspecify.annotations.Nullable;

/**
 * One change of a PATCH request.
 *
 * @param op what to do
 * @param path where, as the client wrote it
 * @param value the new value, always text on the wire whatever the member's type
 * @param from the source of a copy or move
 */
public record PatchChange(
        PatchOp op, @Nullable String path, @Nullable String value, @Nullable String from) {

    /** The path, which AWS demands of every change. */
    public PatchPath at() {
        if (path == null || path.isEmpty() || path.equals("/")) {
            throw rejection("Invalid patch path " + path);
        }
        return PatchPath.parse(path);
    }

    static ServiceException rejection(String message) {
        return new ServiceException("BadRequestException", 400, message);
    }

    static ServiceException missing(String message) {
        return new ServiceException("NotFoundException", 404, message);
    }
}
