package dev.gatehouse.gateway.map;

import java.util.Map;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.exception.VelocityException;
import org.apache.velocity.util.introspection.IntrospectionCacheData;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one evaluation. It counts what is set, which every round of a loop does, and
 * ends a template that never would: templates run where other requests wait. A text that doubles
 * itself ends there too.
 */
final class BoundedContext extends VelocityContext {
    private static final int MAX_ASSIGNMENTS = 200_000;

    /** More than any template calls of methods and members; {@code #evaluate} makes new ones. */
    private static final int MAX_INTROSPECTED = 1_000;

    private final Map<Object, IntrospectionCacheData> introspected;
    private int assignments;

    private BoundedContext(Map<Object, IntrospectionCacheData> introspected) {
        this.introspected = introspected;
    }

    /**
     * @param introspected what is known of the classes of values, by the places in the template
     *     that ask; goes on from one evaluation to the next, at the same time on several threads
     */
    static BoundedContext of(MappingInput input, Map<Object, IntrospectionCacheData> introspected) {
        BoundedContext context = new BoundedContext(introspected);
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
        if (value instanceof CharSequence text && text.length() > BoundedText.MAX_CHARS) {
            throw new VelocityException("a variable of the template is too long");
        }
        return super.internalPut(key, value);
    }
}
