package io.pinisi.federation.interpreter;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.luaj.vm2.LuaClosure;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.DebugLib;

/**
 * Counts what one run takes. It sits where Lua has its debugger, and so is asked before each
 * instruction; scripts cannot reach it. Confined to the thread of the run.
 */
final class Meter extends DebugLib {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** So many steps pass between two looks at the clock. */
    private static final int CLOCKED = 256;

    /** The run of this thread. */
    static final ScopedValue<Meter> RUN = ScopedValue.newInstance();

    private final Limits limits;
    private final long allocatedBefore;
    private final long deadline;
    private long spent;
    private LuaValue methods = LuaValue.NIL;

    /** No Exception, for scripts can catch those. */
    static final class Exhausted extends Error {
        private static final long serialVersionUID = 1L;

        Exhausted(String message) {
            super(message, null, false, false);
        }
    }

    Meter(Limits limits) {
        this.limits = limits;
        this.allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
        this.deadline = THREADS.getCurrentThreadCpuTime() + limits.time().toNanos();
    }

    Limits limits() {
        return limits;
    }

    /** The string library of the run, apart from the one that the script may change. */
    void methods(LuaValue library) {
        methods = library;
    }

    static LuaValue methodOf(LuaValue name) {
        return RUN.isBound() && RUN.get().methods.istable()
                ? RUN.get().methods.get(name)
                : LuaValue.NIL;
    }

    /** One step of whatever may go on for ever. */
    void step() {
        spent++;
        if (spent > limits.instructions()) {
            throw new Exhausted("the script takes more than " + limits.instructions() + " steps");
        }
        if (THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore > limits.memory()) {
            throw new Exhausted(
                    "the script takes more than " + (limits.memory() >> 20) + " MiB of memory");
        }
        if (spent % CLOCKED == 0 && THREADS.getCurrentThreadCpuTime() > deadline) {
            throw new Exhausted("the script takes longer than " + limits.time());
        }
    }

    /** Before a library function makes or reads a text of so many bytes. */
    void text(long bytes) {
        if (bytes > limits.text()) {
            throw new Exhausted("a text of more than " + limits.text() + " bytes");
        }
    }

    @Override
    public void onInstruction(int pc, Varargs v, int top) {
        step();
    }

    @Override
    public void onCall(LuaFunction function) {}

    @Override
    public void onCall(LuaClosure closure, Varargs arguments, LuaValue[] stack) {}

    @Override
    public void onReturn() {}

    @Override
    public String traceback(int level) {
        return "";
    }
}
