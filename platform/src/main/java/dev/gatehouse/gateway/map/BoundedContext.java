package dev.gatehouse.gateway.map;

import dev.gatehouse.kernel.Clock;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.context.Context;
import org.apache.velocity.context.InternalContextAdapter;
import org.apache.velocity.exception.VelocityException;
import org.apache.velocity.runtime.parser.node.ASTIntegerRange;
import org.apache.velocity.util.introspection.IntrospectionCacheData;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one evaluation. It counts what is set, which every round of a loop does, what is
 * read, which every call of a macro does, and what is inserted into texts, and ends a template that
 * never would: templates run where other requests wait. A text or a number that doubles itself ends
 * there too.
 */
final class BoundedContext extends VelocityContext {
    private static final int MAX_ASSIGNMENTS = 200_000;

    /** More than any template calls of methods and members; {@code #evaluate} makes new ones. */
    private static final int MAX_INTROSPECTED = 1_000;

    private static final int MAX_READS = 1_000_000;

    /** What is inserted, into the result and into other texts together. */
    private static final int MAX_INSERTED_CHARS = 4 * BoundedText.MAX_CHARS;

    private static final int MAX_BITS = 4_096;

    /** Decimal places, or zeros behind a number. */
    private static final int MAX_SCALE = 20_000;

    private static final long MAX_NANOS = Duration.ofSeconds(2).toNanos();

    /** Reads between two looks at the clock. */
    private static final int READS_A_LOOK = 16;

    private final Map<Object, IntrospectionCacheData> introspected;
    private final boolean changesValues;
    private final long begun = Clock.SYSTEM.nanoTime();
    private int assignments;
    private int reads;
    private long inserted;

    private BoundedContext(
            Map<Object, IntrospectionCacheData> introspected, boolean changesValues) {
        this.changesValues = changesValues;
        this.introspected = introspected;
    }

    /**
     * @param introspected what is known of the classes of values, by the places in the template
     *     that ask; goes on from one evaluation to the next, at the same time on several threads
     * @param changesValues whether lists and maps may have become endless since they were set
     */
    static BoundedContext of(
            MappingInput input,
            Map<Object, IntrospectionCacheData> introspected,
            boolean changesValues) {
        BoundedContext context = new BoundedContext(introspected, changesValues);
        context.put("input", new TemplateInput(input));
        context.put("util", new TemplateFunctions());
        context.put("context", input.context().asMap());
        context.put("stageVariables", input.stageVariables());
        return context;
    }

    @Override
    public @Nullable IntrospectionCacheData icacheGet(Object place) {
        return introspected.get(place);
    }

    @Override
    public void icachePut(Object place, @Nullable IntrospectionCacheData known) {
        if (known != null && introspected.size() < MAX_INTROSPECTED) {
            introspected.put(place, known);
        }
    }

    @Override
    public Object internalPut(String key, Object value) {
        if (++assignments > MAX_ASSIGNMENTS) {
            throw new VelocityException("the template takes too long");
        }
        if ((value instanceof CharSequence text && text.length() > BoundedText.MAX_CHARS)
                || isTooLong(value)) {
            throw new VelocityException("a variable of the template is too long");
        }
        ValueSize.check(value);
        return super.internalPut(key, value instanceof List<?> list ? changeable(list) : value);
    }

    /** Ranges are made when they are looked at, since they may be endless; variables are lists. */
    private static List<?> changeable(List<?> list) {
        return list.getClass().getEnclosingClass() == ASTIntegerRange.class
                ? new ArrayList<>(list)
                : list;
    }

    private static boolean isTooLong(@Nullable Object number) {
        return switch (number) {
            case BigInteger whole -> whole.bitLength() > MAX_BITS;
            case BigDecimal decimal ->
                    decimal.unscaledValue().bitLength() > MAX_BITS
                            || Math.abs((long) decimal.scale()) > MAX_SCALE;
            case null, default -> false;
        };
    }

    @Override
    public @Nullable Object internalGet(String key) {
        reads++;
        if (reads > MAX_READS
                || (reads % READS_A_LOOK == 0 && Clock.SYSTEM.nanoTime() - begun > MAX_NANOS)) {
            throw new VelocityException("the template takes too long");
        }
        Object value = super.internalGet(key);
        if (changesValues) {
            ValueSize.check(value);
        }
        return value;
    }

    /** A value becomes part of a text. */
    static void insert(Context of, String text) {
        if (of instanceof InternalContextAdapter adapter
                && adapter.getInternalUserContext() instanceof BoundedContext context) {
            context.inserted += text.length();
            if (context.inserted > MAX_INSERTED_CHARS) {
                throw new VelocityException("the template prints too much");
            }
        }
    }
}
