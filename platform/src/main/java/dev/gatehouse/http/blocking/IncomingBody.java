package dev.gatehouse.http.blocking;

import dev.gatehouse.http.Body;
import dev.gatehouse.http.BodyRejectedException;
import dev.gatehouse.http.BodyRejectedException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request before anything of it was asked for. Blocking code looks at the head first;
 * then it takes the body whole, or as a stream, or not at all. Used by one thread.
 */
public final class IncomingBody {
    private static final byte[] EMPTY = {};
    private static final String EMPTY_SHA256 =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final Admission admission;
    private final String source;
    private final long length;
    private final StreamInput stream;
    private @Nullable BodyDraft draft;
    private byte @Nullable [] bytes;
    private @Nullable String sha256Hex;
    private long held;
    private boolean running;

    IncomingBody(Admission admission, String source, long length, StreamInput stream) {
        this.admission = admission;
        this.source = source;
        this.length = length;
        this.stream = stream;
    }

    /** The length that was announced; {@link Body#UNKNOWN} when none was. */
    public long length() {
        return length;
    }

    /** Whether all of it is here, so that there is nothing to wait for. */
    public boolean isWhole() {
        return stream.isWhole();
    }

    /**
     * Waits for the whole, as long as whole bodies may be. The call counts as running from here on.
     *
     * @return the SHA-256 of it, in lower-case hexadecimal
     * @throws BodyRejectedException when it is longer, or there is no room for it
     */
    public String receive() {
        return receive(admission.maxBodyBytes());
    }

    /** The same with a lower limit of the caller's own; received once, it is the same again. */
    public String receive(int limit) {
        String known = sha256Hex;
        if (known != null) {
            admit(); // unless that was done: it may have been rejected the last time
            return known;
        }
        int maxBytes = Math.min(limit, admission.maxBodyBytes());
        if (length > maxBytes) {
            throw new BodyRejectedException(Reason.TOO_LARGE);
        }
        String received;
        try {
            received = stream.isWhole() ? receiveShort(maxBytes) : receiveLong(maxBytes);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        sha256Hex = received;
        admit();
        return received;
    }

    private String receiveShort(int maxBytes) throws IOException {
        byte[] whole = stream.readAllBytes();
        if (whole.length > maxBytes) {
            throw new BodyRejectedException(Reason.TOO_LARGE);
        }
        bytes = whole;
        return whole.length == 0 ? EMPTY_SHA256 : Sha256.hex(whole);
    }

    private String receiveLong(int maxBytes) throws IOException {
        BodyDraft whole = new BodyDraft(admission, source);
        draft = whole;
        whole.fill(stream, maxBytes);
        return whole.sha256Hex();
    }

    /**
     * The whole that was received, once it is known to be the caller's.
     *
     * @throws BodyRejectedException when there is no room for it
     */
    public byte[] accepted() {
        if (held == 0) {
            hold();
        }
        byte[] whole = bytes;
        if (whole == null) {
            whole = draft == null ? EMPTY : draft.bytes();
            bytes = whole;
            closeDraft();
        }
        return whole;
    }

    private void hold() {
        long size = bytes != null ? bytes.length : draft == null ? 0 : draft.size();
        if (!admission.held().tryHold(size)) {
            throw new BodyRejectedException(Reason.BUSY);
        }
        held = size;
    }

    /**
     * The body as it comes; the client has to wait while it is not read. The call counts as running
     * from here on.
     *
     * @throws BodyRejectedException when as many calls run as may
     */
    public InputStream stream() {
        admit();
        return stream;
    }

    private void admit() {
        if (!running && !admission.calls().tryAcquire()) {
            throw new BodyRejectedException(Reason.BUSY);
        }
        running = true;
    }

    /** Gives back what the call held. */
    void release() {
        closeDraft();
        admission.held().release(held);
        if (running) {
            admission.calls().release();
        }
    }

    private void closeDraft() {
        BodyDraft finished = draft;
        if (finished != null) {
            finished.close();
            draft = null;
        }
    }
}
