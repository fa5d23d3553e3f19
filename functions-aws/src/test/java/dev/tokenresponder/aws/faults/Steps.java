package dev.tokenresponder.aws.faults;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every call of the functions to the outside, in order, each a place for a fault. */
final class Steps {
  private final List<String> taken = new ArrayList<>();
  private Plan plan = (step, name) -> null;

  /** Which fault strikes where. */
  @FunctionalInterface
  interface Plan {

    /**
     * The fault for a step, or null for none.
     *
     * @param step counted from 0
     */
    @Nullable Fault at(int step, String name);

    /** One fault at one step. */
    static Plan once(int at, Fault fault) {
      return (step, name) -> step == at ? fault : null;
    }
  }

  synchronized void plan(Plan other) {
    plan = other;
  }

  /** The names of the steps so far. */
  synchronized List<String> taken() {
    return List.copyOf(taken);
  }

  <T> T take(String name, Supplier<T> call) {
    @Nullable Fault fault = next(name);
    return fault == null ? call.get() : fault.strike(name, call);
  }

  private synchronized @Nullable Fault next(String name) {
    taken.add(name);
    return plan.at(taken.size() - 1, name);
  }

  /** The same object with every call to it a step, named {@code <prefix> <method>}. */
  <T> T watch(Class<T> type, String prefix, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                take(prefix + " " + method.getName(), () -> invoke(target, method, arguments))));
  }

  static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments) {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw (Error) e.getCause();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
