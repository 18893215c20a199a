package dev.gatehouse.s3.content;

import dev.gatehouse.kernel.ServiceException;
import dev.gatehouse.s3.model.S3Errors;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of an object a Range header asks for: both ends count. */
public record ByteRange(long first, long last) {
    private static final Pattern COPY_FORM = Pattern.compile("bytes=(\\d{1,18})-(\\d{1,18})");
    private static final Pattern FORM = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** Empty when there is no header, or one that is to be ignored as HTTP says. */
    public static Optional<ByteRange> parse(@Nullable String header, long size) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(header);
        if (!form.matches() || form.end() == "bytes=-".length()) {
            return Optional.empty();
        }
        ByteRange range = of(form.group(1), form.group(2), size);
        if (range.first >= size) {
            throw S3Errors.invalidRange(header, size);
        }
        return range.first > range.last ? Optional.empty() : Optional.of(range);
    }

    private static ByteRange of(String first, String last, long size) {
        if (first.isEmpty()) {
            long suffix = Long.parseLong(last);
            return new ByteRange(suffix == 0 ? size : Math.max(0, size - suffix), size - 1);
        }
        long end = last.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(last));
        return new ByteRange(Long.parseLong(first), end);
    }

    /**
     * The part of an object that is copied.
     *
     * @param header both offsets; null for the whole
     * @throws ServiceException InvalidArgument for any other form, or behind the object's end
     */
    public static ByteRange ofCopySource(@Nullable String header, long size) {
        if (header == null) {
            return new ByteRange(0, size - 1);
        }
        Matcher form = COPY_FORM.matcher(header);
        if (!form.matches() || Long.parseLong(form.group(1)) > Long.parseLong(form.group(2))) {
            throw S3Errors.invalidArgument(
                    "The x-amz-copy-source-range value must be of the form bytes=first-last where"
                            + " first and last are the zero-based offsets of the first and last"
                            + " bytes to copy",
                    "x-amz-copy-source-range",
                    header);
        }
        ByteRange range =
                new ByteRange(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)));
        if (range.last >= size) {
            throw S3Errors.invalidArgument(
                    "Range specified is not valid for source object of size: " + size,
                    "x-amz-copy-source-range",
                    header);
        }
        return range;
    }

    public long size() {
        return last - first + 1;
    }

    public String contentRange(long size) {
        return "bytes " + first + '-' + last + '/' + size;
    }
}
