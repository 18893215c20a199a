package dev.gatehouse.gateway.map;

import dev.gatehouse.kernel.Nesting;
import java.io.StringReader;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.velocity.Template;
import org.apache.velocity.exception.VelocityException;
import org.apache.velocity.runtime.parser.ParseException;
import org.apache.velocity.util.introspection.IntrospectionCacheData;
import org.jspecify.annotations.Nullable;

/** A mapping template, parsed once and evaluated for each request that needs it. */
public final class MappingTemplate {
    /** Where a template changes a list or map that it has: one may come to hold itself often. */
    private static final Pattern CHANGE =
            Pattern.compile("\\.(add|put|set|replace)|#\\{?set}?\\s*\\(\\s*\\$!?\\{?[\\w-]+[.\\[]");

    private static final Pattern BLOCK = Pattern.compile("#\\{?(if|foreach|define|macro|end)\\b");

    private final String source;
    private final @Nullable Template template;
    private final String fault;
    private final boolean literal;
    private final boolean changesValues;

    /** What Velocity found out of the classes of values that the template met. */
    private final Map<Object, IntrospectionCacheData> introspected = new ConcurrentHashMap<>();

    /**
     * @param template null where it is the same text for all, or faulty
     * @param fault what is wrong with it, and where; empty when nothing is
     */
    private MappingTemplate(String source, @Nullable Template template, String fault) {
        this.source = source;
        this.template = template;
        this.fault = fault;
        this.literal = template == null && fault.isEmpty();
        this.changesValues = !literal && CHANGE.matcher(source).find();
    }

    /**
     * Prepares a template. A faulty one is not rejected here: AWS accepts it and fails the request
     * that meets it.
     */
    public static MappingTemplate compile(String source) {
        if (source.indexOf('$') < 0 && source.indexOf('#') < 0) {
            return new MappingTemplate(source, null, "");
        }
        if (Nesting.isTooDeep(source) || hasTooDeepBlocks(source)) {
            return new MappingTemplate(source, null, "it is nested too deeply");
        }
        try {
            Template template = new Template();
            template.setRuntimeServices(VelocityRuntime.SERVICES);
            template.setName("template");
            template.setData(VelocityRuntime.SERVICES.parse(new StringReader(source), template));
            template.initDocument();
            return new MappingTemplate(source, template, "");
        } catch (ParseException | VelocityException faulty) {
            return new MappingTemplate(
                    source,
                    null,
                    Objects.requireNonNullElse(faulty.getMessage(), "it has an error"));
        }
    }

    private static boolean hasTooDeepBlocks(String source) {
        int depth = 0;
        Matcher directive = BLOCK.matcher(source);
        while (directive.find() && depth <= Nesting.DEEPEST) {
            depth += directive.group(1).equals("end") ? -1 : 1;
        }
        return depth > Nesting.DEEPEST;
    }

    /** The template as it was configured. */
    public String source() {
        return source;
    }

    /** Whether the template is the same text for every request. */
    public boolean literal() {
        return literal;
    }

    /**
     * Evaluates the template; what it sets in {@code $context} stays in the input's.
     *
     * @throws TemplateException when it is faulty or does more than is allowed
     */
    public String render(MappingInput input) {
        if (literal) {
            return source;
        }
        if (template == null) {
            throw new TemplateException("the template cannot be parsed: " + fault);
        }
        input.context().takeOverrides();
        BoundedText text = new BoundedText(source.length());
        try {
            template.merge(BoundedContext.of(input, introspected, changesValues), text);
        } catch (VelocityException failed) {
            throw new TemplateException(String.valueOf(failed.getMessage()));
        }
        return text.toString();
    }
}
