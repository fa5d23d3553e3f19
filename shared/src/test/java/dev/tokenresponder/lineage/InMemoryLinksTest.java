package dev.tokenresponder.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InMemoryLinksTest extends LineageContract {
  private final LinkStore store = new InMemoryLinks();

  @Override
  protected LinkStore store() {
    return store;
  }

  @Test
  void the_link_put_longest_ago_goes_when_there_are_too_many() {
    InMemoryLinks links = new InMemoryLinks(2);
    for (String name : new String[] {"a", "b", "c"}) {
      Link.of(
              Family.assumed(
                  Family.session("root", "111122223333"),
                  Family.session(name, "111122223333"),
                  Family.NOW))
          .forEach(links::put);
    }

    assertThat(links.from(Family.session("root", "111122223333").ref(), Family.NOW, 10))
        .extracting(link -> link.child().principal().name())
        .containsExactly("b", "c");
    assertThat(links.to(Family.session("a", "111122223333").ref(), Family.NOW, 10)).isEmpty();
  }
}
