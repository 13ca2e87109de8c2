// Runs once. What is sent here is the exchange on its way; `web/chat/conversation.js` puts it where it belongs.
watch('value', () => {
  if (props.value) document.querySelector('#conversation .log').parentElement.dispatchEvent(new CustomEvent('grown', {
    detail: props.value, bubbles: true,
  }));
});
