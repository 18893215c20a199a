package dev.gatehouse.cloudformation.operation;

/** Hears how the creation or update of a stack goes. */
interface Progress {
    /** For those who need not hear. */
    Progress UNHEARD =
            new Progress() {
                @Override
                public void begun() {}

                @Override
                public void ended(boolean reached) {}
            };

    /** The stack was free and is now being worked on. */
    void begun();

    /**
     * @param reached whether the stack is what was wanted; false when it rolled back
     */
    void ended(boolean reached);
}
