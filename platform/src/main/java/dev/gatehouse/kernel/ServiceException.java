package dev.gatehouse.kernel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response that rejects a request in AWS's terms: the error code the client's SDK matches on, the
 * HTTP status and the message. It carries no stack trace, since it reports the caller's situation
 * and not a fault of ours; a fault of ours is any other exception, to which the edge responds with
 * InternalFailure.
 */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;
    private final transient Map<String, Object> members;
    private final transient Map<String, String> headers;

    /**
     * @param code the error's wire name, such as {@code ResourceNotFoundException}
     * @param status the HTTP status
     * @param message what the client reads
     * @param members further members of the error shape by wire name, such as {@code Reason}
     */
    public ServiceException(String code, int status, String message, Map<String, Object> members) {
        this(code, status, message, members, Map.of());
    }

    private ServiceException(
            String code,
            int status,
            @Nullable String message,
            Map<String, Object> members,
            Map<String, String> headers) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
        this.members = Map.copyOf(members);
        this.headers = Map.copyOf(headers);
    }

    public ServiceException(String code, int status, String message) {
        this(code, status, message, Map.of());
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }

    public Map<String, Object> members() {
        return members;
    }

    /** The same rejection with headers beside it, for the protocols that have some: S3's. */
    public ServiceException withHeaders(Map<String, String> more) {
        return new ServiceException(code, status, getMessage(), members, more);
    }

    /** Headers of the response by name. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The message; never null for this exception. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
