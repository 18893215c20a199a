package dev.gatehouse.gateway.map;

import org.apache.velocity.VelocityContext;
import org.apache.velocity.exception.VelocityException;

/**
 * The variables of one evaluation. It counts what is set, which every round of a loop does, and
 * ends a template that never would: templates run where other requests wait. A text that doubles
 * itself ends there too.
 */
final class BoundedContext extends VelocityContext {
    private static final int MAX_ASSIGNMENTS = 200_000;

    private int assignments;

    private BoundedContext() {}

    static BoundedContext of(MappingInput input) {
        BoundedContext context = new BoundedContext();
        context.put("input", new TemplateInput(input));
        context.put("util", new TemplateFunctions());
        context.put("context", input.context().asMap());
        context.put("stageVariables", input.stageVariables());
        return context;
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
