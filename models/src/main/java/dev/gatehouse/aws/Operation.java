package dev.gatehouse.aws;

/**
 * An operation with its Java types; each generated service class has one constant for each.
 *
 * @param <I> the view of the input
 * @param <O> the view of the output
 */
public final class Operation<I extends View, O extends View> {
    private final OperationModel model;
    private final ViewFactory views;
    private final int index;

    private Operation(ServiceModel service, ViewFactory views, int index) {
        this.model = service.operation(index);
        this.views = views;
        this.index = index;
    }

    /** For generated code, which knows the place of the operation and that its types are right. */
    public static <I extends View, O extends View> Operation<I, O> of(
            ServiceModel service, ViewFactory views, int index) {
        return new Operation<>(service, views, index);
    }

    public OperationModel model() {
        return model;
    }

    /** AWS's name of the operation. */
    public String name() {
        return model.name();
    }

    /** A typed look at an input of this operation. */
    @SuppressWarnings("unchecked")
    public I input(Structure data) {
        return (I) views.input(index, data);
    }

    /** A typed look at an output of this operation. */
    @SuppressWarnings("unchecked")
    public O output(Structure data) {
        return (O) views.output(index, data);
    }

    @Override
    public String toString() {
        return model.toString();
    }
}
