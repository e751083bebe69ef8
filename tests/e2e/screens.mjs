// The list of screens and states to photograph, in the order of a round: one endpoint, one device, one sign-in
// after the other. `show` brings the page to the state; it gets { page, url, proxy, endpoint }. `as` names the
// person who is signed in; a screen without it is shown as the page stands.

export const screens = [
  {
    name: "start",
    async show({ page, url }) {
      await page.goto(url);
      await page.locator("#start").waitFor({ state: "detached" });
    },
  },
];

/** Signs `person` in on a page, whoever was signed in before. */
export async function signIn(page, url, person) {
  throw new Error(`no sign-in yet for ${person.account} at ${url} (${page.url()})`);
}
