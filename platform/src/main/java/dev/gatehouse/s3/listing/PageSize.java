package dev.gatehouse.s3.listing;

import dev.gatehouse.s3.model.S3Errors;
import org.jspecify.annotations.Nullable;

/** How many items one response of a listing shows. */
public final class PageSize {
    private PageSize() {}

    /**
     * What a client asked for, within what S3 gives.
     *
     * @param parameter the name of the client's parameter
     * @param asked what it says; null for as many as S3 gives
     * @param most as many as S3 gives
     * @throws dev.gatehouse.kernel.ServiceException InvalidArgument for less than nothing
     */
    public static int of(String parameter, @Nullable Integer asked, int most) {
        if (asked == null) {
            return most;
        }
        if (asked < 0) {
            throw S3Errors.badRequest(
                    "InvalidArgument",
                    "Argument " + parameter + " must be an integer between 0 and 2147483647");
        }
        return Math.min(most, asked);
    }
}
