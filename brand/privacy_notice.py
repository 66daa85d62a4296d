"""The privacy notice that a new site begins with: what the product itself keeps, for the company to complete."""

TITLE, SLUG = "Privacy notice", "privacy"
TO_BE_COMPLETED = """
<p><strong>To be completed before this site goes live: the name and address of the company that is responsible for it,
and an e-mail address for questions about personal data.</strong></p>
"""
WHAT_WE_KEEP = """
<p>This notice says what is kept about you when you read this site or write to us, and why.</p>
<h2>When you only read</h2>
<p>Our pages set no cookie and store nothing on your device. They load nothing from other companies’ servers, and no
program follows you. We count how often an article is read and our form is opened, and keep nothing about who it was. A
link to another website leads to that website, where its own notice applies.</p>
<h2>When you write to us</h2>
<p>We keep what you typed into the form: your name, your e-mail address, your message and, if you gave them, your
company and your phone number. With it we keep when you sent it, the article and the page you wrote from, the address
of the website that led you there if your browser told us, and what the link you followed said about an advertisement
or a campaign.</p>
<p>For about a day we also keep a code that is computed from your internet address. It lets us notice many messages from
one place, and is then removed. A message that looks like unwanted advertising is set aside until a person has
looked at it.</p>
<p>We use all this to answer you. The people here who answer such messages can read it, they add notes about what came
of it, and they get a copy by e-mail. We send a confirmation to the address that you gave.</p>
<h2>When you tick the box about news</h2>
<p>Then we also keep the exact words that you agreed to, and when. You can take your consent back at any time: write to
us.</p>
<h2>How long we keep it</h2>
<p>Until we delete it: there is no fixed period. Ask us, and we delete what you sent.</p>
<h2>Your rights</h2>
<p>You may ask what we hold about you, have it corrected or deleted, take a copy with you, or object to its use. You may
also complain to your data protection authority.</p>
"""
BODY = TO_BE_COMPLETED + WHAT_WE_KEEP
