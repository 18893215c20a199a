package dev.gatehouse.gateway.map;

import java.io.StringWriter;
import org.apache.velocity.exception.VelocityException;

/**
 * What one evaluation prints. It ends a template that prints more than any payload may hold: a few
 * nested loops around a long text would fill the node's memory.
 */
final class BoundedText extends StringWriter {
    /** API Gateway's largest payload. */
    static final int MAX_CHARS = 10 * 1024 * 1024;

    BoundedText(int expectedChars) {
        super(expectedChars);
    }

    @Override
    public void write(int c) {
        makeRoom(1);
        super.write(c);
    }

    @Override
    public void write(char[] text, int from, int length) {
        makeRoom(length);
        super.write(text, from, length);
    }

    @Override
    public void write(String text) {
        makeRoom(text.length());
        super.write(text);
    }

    @Override
    public void write(String text, int from, int length) {
        makeRoom(length);
        super.write(text, from, length);
    }

    private void makeRoom(int more) {
        if (getBuffer().length() > MAX_CHARS - more) {
            throw new VelocityException("the template prints too much");
        }
    }
}
